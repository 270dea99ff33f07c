import numpy as np

curvatures = np.array([0.05, 20.0])  # along, across
theta = np.array([-10.0, 1.0])
velocity = np.zeros(2)
alpha, beta = 0.098, 0.9

for step in range(1, 51):
    gradient = curvatures * theta
    velocity = beta * velocity + alpha * gradient
    theta = theta - velocity
print(f"step {step}: {theta.round(3)}")
